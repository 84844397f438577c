"""The pages of the law: acts, articles, what cites them, comparisons, exports, previews."""
