"""Forms that bodies fill in, as values: made, read and held against what is on record."""
