"""The desk: the page after sign-in. What waits for us, what is late and on whose side, what arrived.

It knows no kind: every word of a matter comes from its declaration.
"""
