"""What documents cite and what cites an act: found after they are in the index, asked for by the pages."""
