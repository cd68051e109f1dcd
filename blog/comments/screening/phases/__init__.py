"""The phases of the screening: each looks at one thing and answers with findings."""
