from typing import Any

import pytest

from linter.policy.functions import FUNCTIONS


@pytest.mark.parametrize(
    ("name", "arguments", "value"),
    [
        ("domain", ["Anna@Company.EXAMPLE"], "company.example"),
        ("domain", ['"a@b"@company.example'], "company.example"),
        ("domain", ["anna"], ""),
        ("domain", [None], ""),
        ("local_part", ["Anna@company.example"], "anna"),
        ("local_part", ["anna"], "anna"),
        ("local_part", [None], ""),
        ("fold", [" Straße "], "strasse"),
        ("fold", ["Ａlice"], "alice"),
        ("fold", [None], ""),
        ("skeleton", [None], ""),
        ("similarity", ["anna", "anna"], 1.0),
        ("resembles", ["Anna Berg", "Anna Lind"], True),
        ("resembles", ["Anna Berg", "Peter Lind"], False),
        ("edit_distance", ["contoso", "CONTOSO"], 0),
        ("edit_distance", ["contoso", "cnotosso"], 2),
        ("nearest", ["contos0.com", ["fabrikam.com", "Contoso.com"]], "Contoso.com"),
        ("nearest", ["a", []], ""),
        ("nearest", [None, ["a", "bb"]], "a"),
        ("nearest", ["a", [None, ""]], ""),
        ("listed", [" ANNA@x.example", ["bo@x.example", "Anna@X.example"]], True),
        ("listed", ["anna", ["ann"]], False),
        ("listed", [None, ["", None]], False),
        ("role_name", ["62E90394-69f5-4237-9190-012177145e10"], "Global Administrator"),
        ("role_name", ["Sales"], "Sales"),
        ("role_name", ["CN=Domain Admins,cn=Users,dc=x"], "Domain Admins"),
        ("role_name", ["cn=admins"], "cn=admins"),
        ("privileged_role", ["62e90394-69f5-4237-9190-012177145e10"], True),
        ("privileged_role", [" global administrator"], True),
        ("privileged_role", ["Billing Administrator"], False),
        ("privileged_role", [None], False),
        ("count", [{"Sales": 2, "sales ": 1, "Other": 5}, "SALES"], 3),
        ("count", [{"Sales": 2}, "none"], 0),
        ("count", [{}, None], 0),
    ],
)
def test_value(name: str, arguments: list[Any], value: Any) -> None:
    assert FUNCTIONS[name].call(*arguments) == value


def test_look_alikes_have_one_skeleton() -> None:
    skeleton = FUNCTIONS["skeleton"].call
    assert skeleton("раypal") == skeleton("paypal")  # the first two letters are Cyrillic


@pytest.mark.parametrize(
    "name", [name for name, function in FUNCTIONS.items() if {*function.arguments} == {"string"}]
)
def test_null_is_empty_text(name: str) -> None:
    function = FUNCTIONS[name]
    count = len(function.arguments)
    assert function.call(*[None] * count) == function.call(*[""] * count)


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(TypeError, match="text is needed, not `3`"):
        FUNCTIONS["fold"].call(3)
