"""Search: kb's own question grammar, the plan made of it, the Index protocol and its engines, snippets.

question text → `query.parse` → `plan.make_plan` → `Index.search` → ids, which the library fills from the store.
"""
