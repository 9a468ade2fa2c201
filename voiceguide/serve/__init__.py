"""A web server for one machine or one local network: the page for the phone, session files, and a podcast feed.

`server` runs it on `http_server`, `access` checks each request, `app` maps paths to answers, `asked` reads requests.
`studios` keeps routines ready, `plans` and `sessions` make each session once, `ahead` makes likely sessions early,
`podcast` writes the feed, `persisted` stores the key and the feed's id. The package knows nothing of click.
"""
