"use strict";
(() => {
  const filter = document.getElementById("filter");
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));

  // What is folded away belongs on paper, too.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = all("main details:not([open])");
    for (const part of opened) part.open = true;
  });
  addEventListener("afterprint", () => {
    for (const part of opened) part.open = false;
    opened = [];
  });

  if (!filter) return;
  filter.hidden = false;
  if (matchMedia("(max-width: 63.99rem)").matches) filter.open = false;

  const severities = all("[name=severity]", filter);
  const rule = document.getElementById("by-rule");
  const user = document.getElementById("by-user");
  const shown = document.getElementById("shown");
  const reset = document.getElementById("all");
  const number = new Intl.NumberFormat("en");
  const many = (count) => number.format(count) + (count === 1 ? " finding" : " findings");

  const read = (element) => ({element, ...element.dataset});
  const groups = all(".bucket").map((bucket) => ({
    bucket,
    groups: all(".group", bucket).map((group) => ({
      group,
      count: group.querySelector(".count"),
      findings: all(".finding", group).map(read),
    })),
  }));
  const findings = groups.flatMap((each) => each.groups).flatMap((each) => each.findings);
  const records = all(".card, .account").map(read);

  // Setting `hidden` where nothing changes would still cost a style pass over thousands of elements.
  const show = (element, wanted) => {
    if (element.hidden === wanted) element.hidden = !wanted;
  };

  const apply = () => {
    const grave = new Set(severities.filter((each) => each.checked).map((each) => each.value));
    const words = user.value.trim().toLowerCase();
    let total = 0;
    for (const {bucket, groups: inside} of groups) {
      let some = false;
      for (const {group, count, findings: items} of inside) {
        let left = 0;
        for (const item of items) {
          const wanted =
            grave.has(item.severity) &&
            (!rule.value || item.rule === rule.value) &&
            (!words || item.find.includes(words));
          show(item.element, wanted);
          if (wanted) left += 1;
        }
        show(group, left > 0);
        count.textContent =
          left === items.length ? many(left) : `${number.format(left)} of ${many(items.length)}`;
        total += left;
        some ||= left > 0;
      }
      show(bucket, some);
    }
    for (const record of records) {
      show(record.element, !words || record.element.matches(".account") || record.find.includes(words));
    }
    const filtered = Boolean(rule.value || words || grave.size < severities.length);
    shown.textContent = filtered
      ? `${number.format(total)} of ${many(findings.length)}`
      : many(findings.length);
    reset.hidden = !filtered;
  };

  let waiting = 0;
  const later = () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(apply);
  };
  const clear = () => {
    for (const each of severities) each.checked = true;
    rule.value = "";
    user.value = "";
    apply();
  };

  filter.addEventListener("input", later);
  filter.addEventListener("change", later);
  reset.addEventListener("click", () => {
    clear();
    user.focus();
  });

  const step = (by) => {
    const visible = findings.filter((item) => item.element.offsetParent !== null);
    const at = visible.findIndex((item) => item.element.contains(document.activeElement));
    const next = at < 0 ? (by > 0 ? 0 : visible.length - 1) : at + by;
    const target = visible[Math.min(Math.max(next, 0), visible.length - 1)];
    if (target) {
      target.element.focus({preventScroll: true});
      target.element.scrollIntoView({block: "nearest"});
    }
  };

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return clear();
    if (event.target.closest("input[type=search], select, textarea")) return;
    if (event.key === "/") {
      event.preventDefault();
      filter.open = true;
      user.focus();
    } else if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
  });

  // A finding or a user that a link names must not stay hidden by the filter.
  addEventListener("hashchange", () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.closest("[hidden]")) {
      clear();
      target.scrollIntoView();
    }
  });

  // A browser keeps what was typed when a page is loaded again.
  addEventListener("pageshow", apply);
  apply();
})();
