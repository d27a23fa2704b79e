// Feedback under an answer: its fields are made where somebody wants them, in the page's language.
(() => {
  const words = document.getElementById("feedback-words").dataset;
  const status = document.getElementById("status");
  const reasons = [
    ["wrong", words.wrong],
    ["incomplete", words.incomplete],
    ["wrong_source", words.wrongSource],
    ["unclear", words.unclear],
    ["other", words.other],
  ];
  const judged = new WeakSet();  // answers whose feedback was kept, or is on its way
  let fields = 0;

  function say(answer, text) {
    answer.querySelector(".did").textContent = text;
    status.textContent = "";
    setTimeout(() => { status.textContent = text; }, 60);
  }

  // --- sending --------------------------------------------------------------------------------------------------
  async function isKept(answer, feedback) {
    const of = (name) => answer.querySelector(`.plain.${name}`).textContent;
    const sent = { kind: of("kind"), index: of("index"), ...feedback };
    if (feedback.question) sent.reading = of("read-as").slice(0, 2000);  // it can repeat the question's words
    try {
      const response = await fetch(`/${answer.lang || document.documentElement.lang}/feedback`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(sent),
      });
      return response.ok;
    } catch {
      return false;
    }
  }

  async function send(answer, button, feedback) {
    if (judged.has(answer)) return;
    judged.add(answer);
    if (await isKept(answer, feedback)) {
      button.setAttribute("aria-pressed", "true");
      close(answer);
      say(answer, words.thanks);
    } else {
      judged.delete(answer);
      say(answer, words.failed);
    }
  }

  // --- the fields -----------------------------------------------------------------------------------------------
  function element(tag, properties, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  function choice(name, value, text) {
    const id = `feedback-${fields += 1}`;
    return element("div", { className: "choice" },
      element("input", { type: "checkbox", id, name, value }), element("label", { htmlFor: id }, text));
  }

  function fieldset() {
    const text = `feedback-${fields += 1}`;
    const kept = `feedback-${fields += 1}`;
    const made = element("fieldset", { className: "feedback", lang: document.documentElement.lang },
      element("legend", {}, words.title),
      ...reasons.map(([value, said]) => choice("reason", value, said)),
      element("label", { className: "writes", htmlFor: text }, words.text),
      element("textarea", { id: text, rows: 3, maxLength: words.limit, autocomplete: "off" }),
      choice("question", "", words.question),
      element("p", { id: kept }, words.kept),
      element("div", { className: "ends" },
        element("button", { type: "button", className: "soft sends" }, words.send),
        element("button", { type: "button", className: "soft cancels" }, words.cancel)));
    made.setAttribute("aria-describedby", kept);
    return made;
  }

  const opener = (answer) => answer.querySelector(".judges.not-helpful");
  const open = (answer) => answer.querySelector("fieldset.feedback");

  function ask(answer) {
    const made = fieldset();
    answer.querySelector(".tools").after(made);
    opener(answer).setAttribute("aria-expanded", "true");
    made.scrollIntoView({ block: "nearest" });
    made.querySelector("input").focus();
  }

  function close(answer) {
    const there = open(answer);
    if (!there) return;
    const focused = there.contains(document.activeElement);
    there.remove();
    opener(answer).setAttribute("aria-expanded", "false");
    if (focused) opener(answer).focus();
  }

  function cancel(answer) {
    close(answer);
    say(answer, words.cancelled);
  }

  function filledIn(answer) {
    const there = open(answer);
    const feedback = {
      verdict: "not_helpful",
      reasons: [...there.querySelectorAll("[name=reason]:checked")].map((box) => box.value),
      text: there.querySelector("textarea").value,
    };
    const consent = there.querySelector("[name=question]").checked;
    return consent ? { ...feedback, question: answer.querySelector(".asked").textContent } : feedback;
  }

  // --- clicks and keys ------------------------------------------------------------------------------------------
  document.addEventListener("click", (event) => {
    const at = (selector) => event.target.closest?.(selector);
    const answer = at("#chat .answer");
    if (!answer) return;
    if (at(".judges") && judged.has(answer)) say(answer, words.given);
    else if (at(".judges.helpful")) send(answer, at(".judges"), { verdict: "helpful" });
    else if (at(".judges.not-helpful")) open(answer) ? cancel(answer) : ask(answer);
    else if (at(".feedback .sends")) send(answer, opener(answer), filledIn(answer));
    else if (at(".feedback .cancels")) cancel(answer);
  });

  function look() {
    document.querySelectorAll("#chat .judges:not([aria-pressed])").forEach((button) => {
      button.setAttribute("aria-pressed", "false");
      if (button.matches(".not-helpful")) button.setAttribute("aria-expanded", "false");
    });
  }
  new MutationObserver(look).observe(document.querySelector(".talk"), { childList: true, subtree: true });

  // On the window, and so before chat.js, whose Escape stops an answer that is being written.
  window.addEventListener("keydown", (event) => {
    const answer = event.target.closest?.("fieldset.feedback")?.closest(".answer");
    if (event.key !== "Escape" || !answer) return;
    event.preventDefault();
    event.stopPropagation();
    cancel(answer);
  }, true);
})();
