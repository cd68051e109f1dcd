"""What the owner chooses of the site."""
