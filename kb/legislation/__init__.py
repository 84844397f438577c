"""Law as text, in pure functions on lines: articles and their titles, what quotes them, the four parts of a bill."""
