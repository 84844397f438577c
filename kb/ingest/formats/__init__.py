"""One module a format; each has `read(path) -> Extract`, and its parser library is imported nowhere else."""
