"""The writer's desk: a page in the browser of this machine that writes, checks, speaks and hands over scripts.

`server` runs it, `access` checks each request, `app` maps paths to answers, `asked` reads requests within bounds.

    folder, versions, names     scripts in one folder: whole or not at all, with their earlier versions
    checking, meanings, mending text -> findings, and each line's meaning as a person would say it
    sounding, studios           text -> plans and sounds
    handing, jobs, clients      files to hand over, made in the background
    own_voice                   lines recorded in the browser
    dropped, packing, packed_voices    files beside a script, and packages for a colleague
    phone                       the page for the phone, started and stopped here

`words/` holds the words of the page in seven languages. The package knows nothing of click.
"""
