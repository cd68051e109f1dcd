"""The benchmarks: `make bench` prints them as tables. Figures are of this machine, and only comparable on it."""
