"""The room of wanted persons: the cancellation desk, and the deadline radar.

The desk shows what was cancelled and has not been stopped everywhere yet: by whom, since when, in red; and
what is suspended and has to be screened anew. The radar draws what is owed over time. Neither names
anybody: a reference leads to the matter, and who opens it leaves a trace there.
"""
