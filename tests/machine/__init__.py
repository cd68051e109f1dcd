"""What the suite needs of the machine: a Chromium, a PostgreSQL and a Redis of its own."""
