"""Protobuf message types, declared at run time: the model for the CEL checker, and CEL's own checked tree."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from google.protobuf import (
    any_pb2,
    descriptor_pb2,
    descriptor_pool,
    duration_pb2,
    message_factory,
    struct_pb2,
    timestamp_pb2,
    wrappers_pb2,
)

from linter.policy.types import PARAMS, TABLES, Field, Table

PACKAGE = "prechange"

_PROTO = descriptor_pb2.FieldDescriptorProto
_WELL_KNOWN = (duration_pb2, struct_pb2, timestamp_pb2, wrappers_pb2)

_PLAIN = {
    "string": _PROTO.TYPE_STRING,
    "bool": _PROTO.TYPE_BOOL,
    "int": _PROTO.TYPE_INT64,
    "number": _PROTO.TYPE_DOUBLE,
}
_NULLABLE = {"string": "StringValue", "bool": "BoolValue", "int": "Int64Value", "number": "DoubleValue"}
_MESSAGES = {"timestamp": "Timestamp", "duration": "Duration", "anything": "Struct"}


def model_pool(params: Table) -> descriptor_pool.DescriptorPool:
    """The types of every table, with the params of one pack."""
    file = descriptor_pb2.FileDescriptorProto(
        name="prechange.proto",
        package=PACKAGE,
        syntax="proto3",
        dependency=[known.DESCRIPTOR.name for known in _WELL_KNOWN],
    )
    for name, table in {**TABLES, PARAMS: params}.items():
        message = file.message_type.add(name=name)
        for number, (field_name, field) in enumerate(table.items(), 1):
            _declare(message, number, field_name, field)
    pool = descriptor_pool.DescriptorPool()
    for known in _WELL_KNOWN:
        pool.AddSerializedFile(known.DESCRIPTOR.serialized_pb)
    pool.AddSerializedFile(file.SerializeToString())
    return pool


def _declare(message: Any, number: int, name: str, field: Field) -> None:
    """Adds a field to a message type."""
    repeated = field.shape != "one"
    if field.shape == "map" and field.type != "anything":
        entry = message.nested_type.add(name="".join(part.title() for part in name.split("_")) + "Entry")
        entry.options.map_entry = True
        _declare(entry, 1, "key", Field("string"))
        _declare(entry, 2, "value", Field(field.type))
        reference = f".{PACKAGE}.{message.name}.{entry.name}"
    elif field.type in _MESSAGES:
        reference, repeated = f".google.protobuf.{_MESSAGES[field.type]}", False
    elif field.type not in _PLAIN:
        reference = f".{PACKAGE}.{field.type}"
    else:
        reference = f".google.protobuf.{_NULLABLE[field.type]}" if field.nullable else ""
    message.field.add(
        name=name,
        number=number,
        label=_PROTO.LABEL_REPEATED if repeated else _PROTO.LABEL_OPTIONAL,
        type=_PROTO.TYPE_MESSAGE if reference else _PLAIN[field.type],
        type_name=reference or None,
    )


_TREE: Mapping[str, Mapping[str, tuple[int, str]]] = {
    "Constant": {
        "null_value": (1, "int64?"),
        "bool_value": (2, "bool?"),
        "int64_value": (3, "int64?"),
        "double_value": (5, "double?"),
        "string_value": (6, "string?"),
    },
    "Ident": {"name": (1, "string")},
    "Select": {"operand": (1, "Expr"), "field": (2, "string"), "test_only": (3, "bool")},
    "Call": {"target": (1, "Expr"), "function": (2, "string"), "args": (3, "Expr*")},
    "List": {"elements": (1, "Expr*")},
    "Entry": {"map_key": (3, "Expr"), "value": (4, "Expr")},
    "Struct": {"message_name": (1, "string"), "entries": (2, "Entry*")},
    "Comprehension": {
        "iter_var": (1, "string"),
        "iter_range": (2, "Expr"),
        "accu_var": (3, "string"),
        "accu_init": (4, "Expr"),
        "loop_condition": (5, "Expr"),
        "loop_step": (6, "Expr"),
        "result": (7, "Expr"),
        "iter_var2": (8, "string"),
    },
    "Expr": {
        "id": (2, "int64"),
        "const_expr": (3, "Constant?"),
        "ident_expr": (4, "Ident?"),
        "select_expr": (5, "Select?"),
        "call_expr": (6, "Call?"),
        "list_expr": (7, "List?"),
        "struct_expr": (8, "Struct?"),
        "comprehension_expr": (9, "Comprehension?"),
    },
    "Position": {"key": (1, "int64"), "value": (2, "int32")},
    "SourceInfo": {"positions": (4, "Position*")},
    "Type": {"primitive": (3, "int64?"), "wrapper": (4, "int64?"), "message_type": (9, "string?")},
    "Typed": {"key": (1, "int64"), "value": (2, "Type")},
    "CheckedExpr": {"types": (3, "Typed*"), "source_info": (5, "SourceInfo"), "expr": (4, "Expr")},
}
"""The parts of `google.api.expr.v1alpha1.CheckedExpr` that are read: `*` repeated, `?` one of a kind.

The wire has no names; what is not declared here is passed over, and kept where a tree is written again.
"""

BOOL = 1
"""The `primitive` of a type that is true or false, and the `wrapper` of one that may be null as well."""


@cache
def _checked_expr() -> Any:
    """The class of a checked tree."""
    file = descriptor_pb2.FileDescriptorProto(name="tree.proto", package="tree", syntax="proto3")
    for name, fields in _TREE.items():
        message = file.message_type.add(name=name)
        if any(kind.endswith("?") for _, kind in fields.values()):
            message.oneof_decl.add(name="kind")
        for field, (number, kind) in fields.items():
            base = kind.rstrip("*?")
            declared = message.field.add(
                name=field,
                number=number,
                label=_PROTO.LABEL_REPEATED if kind.endswith("*") else _PROTO.LABEL_OPTIONAL,
                type=_PROTO.TYPE_MESSAGE if base in _TREE else getattr(_PROTO, f"TYPE_{base.upper()}"),
                type_name=f".tree.{base}" if base in _TREE else None,
            )
            if kind.endswith("?"):
                declared.oneof_index = 0
    pool = descriptor_pool.DescriptorPool()
    pool.AddSerializedFile(file.SerializeToString())
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("tree.CheckedExpr"))


def parse_tree(serialized: bytes) -> Any:
    """A checked tree as CEL serialises it: `.expr`, and `.source_info.positions` with a place for each id."""
    return _checked_expr().FromString(any_pb2.Any.FromString(serialized).value)


def part_of_tree(serialized: bytes, node: Any) -> bytes:
    """A node of a checked tree as a checked tree of its own, serialised as the whole was."""
    wrapped = any_pb2.Any.FromString(serialized)
    tree = _checked_expr().FromString(wrapped.value)
    tree.expr.CopyFrom(node)
    return any_pb2.Any(type_url=wrapped.type_url, value=tree.SerializeToString()).SerializeToString()
