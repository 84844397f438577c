"""The law of the collection: acts with versions, articles, comparisons, exports; what a reader may see of them."""
