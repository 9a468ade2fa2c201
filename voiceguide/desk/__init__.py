"""The writer's desk: a page in the browser of this machine that writes, checks, speaks and hands over scripts.

`server` runs it, `access` checks each request, `app` maps paths to answers, `request_body` reads within bounds.

    folder, files, versions, names    scripts in one folder: whole or not at all, with their earlier versions
    new_script                        the text of a new script
    checking, meanings                text -> findings with their cures, and the meaning of each line
    planning, part_sound, studios     text -> plans and sounds
    handover, jobs                    files to hand over, made in the background
    clients, client_cells             recordings for many people, from a table
    own_voice                         lines recorded in the browser
    dropped, packing, packed_voices   files beside a script, and packages for a colleague
    phone                             the page for the phone, started and stopped here
    *_api, services                   the addresses of each kind, and what they share

`words/` holds the words of the page in seven languages. The package knows nothing of click.
"""
