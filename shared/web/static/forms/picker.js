// Suggestions while one types, as a listbox below the field.
(function () {
  'use strict';
  document.querySelectorAll('[data-picker]').forEach(function (wrap) {
    var field = wrap.closest('.field'), input = wrap.querySelector('input'), list = document.createElement('ul');
    var value = field.querySelector('input[type=hidden]'), choices = field.querySelector('[data-choices]');
    var live = document.createElement('p'), chosen = input.value, active = -1, timer, asked;
    if (choices) choices.remove();
    if (!value.value) chosen = '';
    list.id = input.id + '-list';
    list.hidden = true;
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', field.querySelector('label').textContent);
    live.className = 'hidden';
    live.setAttribute('role', 'status');
    wrap.append(list, live);
    input.setAttribute('role', 'combobox');
    input.setAttribute('aria-autocomplete', 'list');
    input.setAttribute('aria-controls', list.id);
    input.setAttribute('aria-expanded', 'false');

    function close() {
      list.hidden = true;
      active = -1;
      input.setAttribute('aria-expanded', 'false');
      input.removeAttribute('aria-activedescendant');
    }
    function mark(index) {
      var options = list.children;
      if (options[active]) options[active].setAttribute('aria-selected', 'false');
      active = (index + options.length) % options.length;
      options[active].setAttribute('aria-selected', 'true');
      options[active].scrollIntoView({ block: 'nearest' });
      input.setAttribute('aria-activedescendant', options[active].id);
    }
    function choose(option) {
      chosen = input.value = option.dataset.text;
      value.value = option.dataset.value;
      close();
      input.dispatchEvent(new Event('change', { bubbles: true }));
    }
    function show(found) {
      list.textContent = '';
      found.forEach(function (one, index) {
        var option = document.createElement('li');
        option.id = list.id + index;
        option.dataset.value = one.value;
        option.dataset.text = option.textContent = one.text;
        option.setAttribute('role', 'option');
        option.setAttribute('aria-selected', 'false');
        if (one.hint) {
          var hint = document.createElement('small');
          hint.textContent = one.hint;
          option.append(hint);
        }
        list.append(option);
      });
      live.textContent = found.length ? wrap.dataset.found + ' ' + found.length : wrap.dataset.nothing;
      if (!found.length) {
        var none = document.createElement('li');
        none.textContent = wrap.dataset.nothing;
        none.setAttribute('role', 'option');
        none.setAttribute('aria-disabled', 'true');
        list.append(none);
      }
      active = -1;
      list.hidden = false;
      input.setAttribute('aria-expanded', 'true');
    }
    function ask() {
      var typed = input.value.trim();
      asked = typed;
      if (typed.length < 2) { close(); return; }
      fetch(wrap.dataset.picker + '?q=' + encodeURIComponent(typed), { headers: { accept: 'application/json' } }).then(function (answer) {
        return answer.ok ? answer.json() : [];
      }).then(function (found) {
        if (asked === typed && document.activeElement === input) show(found);
      }).catch(function () {});
    }
    input.addEventListener('input', function (event) {
      event.stopPropagation();
      clearTimeout(timer);
      timer = setTimeout(ask, 200);
    });
    input.addEventListener('keydown', function (event) {
      var open = !list.hidden, usable = open && list.querySelector('[data-value]');
      if (event.key === 'ArrowDown') { event.preventDefault(); if (usable) mark(active + 1); else ask(); }
      else if (event.key === 'ArrowUp' && usable) { event.preventDefault(); mark(active - 1); }
      else if (event.key === 'Enter') {
        event.preventDefault();
        if (usable) choose(list.children[Math.max(active, 0)]);
      } else if (event.key === 'Escape' && open) { event.preventDefault(); close(); }
    });
    list.addEventListener('mousedown', function (event) {
      event.preventDefault();
      var option = event.target.closest('[data-value]');
      if (option) choose(option);
    });
    // What stands in the field is what is chosen: an emptied field chooses nothing, other text is taken back.
    input.addEventListener('blur', function () {
      close();
      if (input.value.trim() === '' && value.value) {
        chosen = value.value = '';
        input.dispatchEvent(new Event('change', { bubbles: true }));
      } else if (input.value !== chosen && value.value) {
        input.value = chosen;
      }
    });
  });
})();
