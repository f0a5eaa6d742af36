"""The verbs. Plain functions on a Session that return values: they never print, never commit, and keep nothing in the process.

Session, actor and clock come from the caller (`session, …, actor, now`), so that a command, a page and a worker call the same.
"""
