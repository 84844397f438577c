"""The Slovene language as pure functions: normal form, folding, word forms after numbers, dates, order."""
