"""The evaluation of cooperation: every field and the whole, and the report of the joint committee.

It knows no kind: what is counted, how, and in which words is said by `pact.indicators` and by the kinds
themselves. It counts every matter, whoever may open it: a number names nobody, and both nodes come to the
same. So it is for those who answer for the whole; other officers find the figures of their own matters on
the page of each field.
"""
