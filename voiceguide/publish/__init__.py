"""The page, sessions and a feed as plain files, for any web host or shared folder.

`session` makes the folder of one session, `site` the files around them. Session folders are named after everything that
decides them. So a session that has not changed is kept. The page is replaced last, and points to whole sessions at any
time.
"""
