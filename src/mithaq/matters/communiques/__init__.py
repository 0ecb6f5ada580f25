"""The room of communiqués: how a text will look, and the pages and the feed it is published as.

What is agreed and when it may be out stands in the pact (`rules.communiques`). Publishing writes files that
any web server can hold; nothing of the node is reachable from them, and the same ledger gives the same
bytes.
"""
