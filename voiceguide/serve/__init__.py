"""The page for the phone, and all that it hands out: a web server for one machine or one local network.

`server` runs it, `access` stands at its door, `app` has its addresses; `asked` reads what a request asks for,
`studios` keep routines ready, `sessions` makes each session once, `ahead` makes what will be asked for, `podcast`
writes the feed, `kept` keeps the key and the feed's name.
"""
