"""Any other table as delimited text (CSV), with a column map.

Where to get it: whatever writes a CSV file, such as PowerShell's `Export-Csv`, GAM, or a spreadsheet that is
saved as CSV. Delimiter (comma, semicolon, tab) and encoding (UTF-8, UTF-16, Windows-1252) are found out;
a line `#TYPE ...` before the header does no harm.

What the columns hold stands in `prechange.yaml`, or beside the file in FILE.prechange.yaml:

    columns:
      SamAccountName: user
      DisplayName: full_name
      AccountDisabled: {field: enabled, inverted: true}
    op: update

A column whose header is the name of a field (`user`, `full_name`, `role` ...) needs no entry. `op` says what
each row does, unless a column holds it. A user is named by the column of `user`, else `id`, `sign_in_id` or
`primary_email`. Lists are parted by semicolons, bars or line breaks, or where there are none by commas.

As changes, an empty cell leaves the value as it is. With a snapshot, an update has only what differs, and a
row that says what is so already is no change. What a row says of the name and addresses of a user whom it
does not update (`op: disable`) is what the file was made from, and held against the snapshot. As a snapshot,
an empty cell says that there is no value.

Columns without an entry become attributes; those that hold secrets are dropped. Not understood: dates without
an offset, which are never guessed, and how to clear a value.
"""

from linter.formats.table.changes import read_changes
from linter.formats.table.recognise import recognises
from linter.formats.table.snapshot import read_snapshot

__all__ = ["read_changes", "read_snapshot", "recognises"]
