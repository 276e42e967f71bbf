"""Parts of a workbook in the form that spreadsheets write, looked through in bulk.

Nothing is refused here: `None` says that a part is of another form, or that something about it has to be
looked at closely, which is done element by element.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

_S = rb"[ \t\r\n]*+"
_ATTRIBUTES = rb'(?: [A-Za-z][A-Za-z0-9]*(?::[A-Za-z][A-Za-z0-9]*)?="[ !#-%\'-;=-~]*")*+'
_VALUE = rb"[ -%'-;=-\\^-~]*+"
_CELL = (
    rb'<c r="([A-Z]{1,4})([0-9]{1,8})"(?: s="[0-9]*")?'
    rb'(?:/>|( t="s")?(?: t="n")?><v>(%(value)s)</v></c>| t="inlineStr"><is><t>(%(value)s)</t></is></c>)'
) % {b"value": _VALUE}
_cell = re.compile(_CELL)
_row_tag = re.compile(rb"<row%s/?>" % _ATTRIBUTES)
_row = re.compile(
    rb"%(s)s(?:<row%(a)s/>%(s)s)*+(?:<row%(a)s>(?:%(c)s)*+</row>%(s)s)?+"
    % {b"s": _S, b"a": _ATTRIBUTES, b"c": _CELL.replace(b"([", b"(?:[").replace(b"( t", b"(?: t")}
)
_DIGITS = bytes.maketrans(b"123456789", b"000000000")
_OPEN, _CLOSE = b"<sheetData>", b"</sheetData>"
_ROWS_AT_ONCE = 1000

_BLANKS = r"[ \t\r\n]*+"
_ONE_TEXT = (
    rf'<si><t(?: xml:space="preserve")?>(?:[^<&\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]*+)</t></si>{_BLANKS}'
)
_text = re.compile(_ONE_TEXT.replace("(?:[^", "([^"))
_texts = re.compile(rf"{_BLANKS}(?:{_ONE_TEXT})*+")
_shared_table = re.compile(
    rb'%(s)s(?:<\?xml version="1\.0" encoding="(?:UTF|utf)-8"[^<>&]*+\?>)?%(s)s<sst[^<>&]*+>' % {b"s": _S}
)
_END = b"</sst>"


class Cells(NamedTuple):
    """The cells of a sheet: how many hold something, the number of the last row, that of columns, and the
    length of all texts together.

    `rest` is the part without them. It has one row of each kind that there is, so that all of it is well
    formed if `rest` is.
    """

    filled: int
    rows: int
    columns: int
    text: int
    rest: bytes


def plain_cells(data: bytes, shared: Sequence[int]) -> Cells | None:
    """The cells of the part of a sheet; `shared` are the lengths of the texts that cells share."""
    begin, end = data.find(_OPEN) + len(_OPEN), data.find(_CLOSE)
    if b"<!" in data or begin < len(_OPEN) or end < begin or data.count(b"sheetData") != 2:
        return None
    kinds: set[bytes] = set()
    filled = rows = columns = text = 0
    position = begin
    while position < end:
        start = position
        for _ in range(_ROWS_AT_ONCE):
            row = _row.match(data, position, end)
            position = row.end() if row else position
        if position == start:
            return None
        kinds.update(tag.translate(_DIGITS) for tag in _row_tag.findall(data, start, position))
        cells = _cell.findall(data, start, position)
        if not cells:
            continue
        letters, numbers, references, values, inline = zip(*cells, strict=True)
        of_rows = set(map(int, set(numbers)))
        if 0 in of_rows:
            return None
        filled += sum(map(bool, values)) + sum(map(bool, inline))
        rows = max(rows, *of_rows)
        columns = max(columns, *(column_of(each.decode()) + 1 for each in set(letters)))
        text += sum(map(len, inline)) + sum(
            _length(value, shared) if reference else len(value)
            for reference, value in zip(references, values, strict=True)
        )
    examples = (tag if tag.endswith(b"/>") else tag + b"</row>" for tag in sorted(kinds))
    return Cells(filled, rows, columns, text, b"".join((data[:begin], *examples, data[end:])))


def column_of(letters: str) -> int:
    """The number of a column, counted from 0, by its letters."""
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def plain_lengths(data: bytes) -> tuple[list[int], bytes] | None:
    """The lengths of the texts that cells share, and the part without them."""
    head, end = _shared_table.match(data), data.rfind(_END)
    if head is None or end < head.end() or b"]]>" in data:
        return None
    try:
        text = data[head.end() : end].decode()
    except UnicodeDecodeError:
        return None
    if not _texts.fullmatch(text):
        return None
    return [len(one) for one in _text.findall(text)], head[0] + data[end:]


def _length(number: bytes, shared: Sequence[int]) -> int:
    """The length of the text with a number; nothing where there is none."""
    if not number.isdigit() or len(number) > 9 or int(number) >= len(shared):
        return 0
    return shared[int(number)]
