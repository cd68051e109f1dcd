"""What a site learns from its moderators' decisions about how spam reads there."""
