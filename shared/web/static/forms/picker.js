// Suggestions while one types, as a listbox below the field.
(function () {
  'use strict';
  document.querySelectorAll('[data-picker]').forEach(function (wrap) {
    var field = wrap.closest('.field'), input = wrap.querySelector('input'), list = document.createElement('ul');
    var value = field.querySelector('input[type=hidden]'), choices = field.querySelector('[data-choices]');
    var live = document.createElement('p'), chosen = input.value, active = -1, timer, asked;
    var sections = wrap.dataset.browse, opener = wrap.querySelector('button[type=button]');
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
    // Past the line that says that nothing was found.
    function move(step) {
      mark(active < 0 && step < 0 ? step : active + step);
      if (!list.children[active].id) mark(active + step);
    }
    function choose(option) {
      chosen = input.value = option.dataset.text;
      value.value = option.dataset.value;
      close();
      input.dispatchEvent(new Event('change', { bubbles: true }));
    }
    function show(found, nothing) {
      list.textContent = '';
      if (nothing) none();
      found.forEach(function (one, index) {
        var option = document.createElement('li');
        option.id = list.id + index;
        if (one.of !== undefined) option.dataset.of = one.of;
        else option.dataset.value = one.value;
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
      live.textContent = (nothing || !found.length ? wrap.dataset.nothing + ' ' : '') + (found.length ? wrap.dataset.found + ' ' + found.length : '');
      if (!found.length) none();
      active = -1;
      list.scrollTop = 0;
      list.hidden = false;
      input.setAttribute('aria-expanded', 'true');
    }
    function none() {
      var line = document.createElement('li');
      line.textContent = wrap.dataset.nothing;
      line.setAttribute('role', 'option');
      line.setAttribute('aria-disabled', 'true');
      list.append(line);
    }
    // The sections to look through; of one what can be chosen there, and the way back.
    function browse(of, nothing) {
      var place = 'of:' + of;
      asked = place;
      fetch(sections + '?of=' + encodeURIComponent(of), { headers: { accept: 'application/json' } }).then(function (answer) {
        return answer.ok ? answer.json() : [];
      }).then(function (found) {
        if (of) found.unshift({ of: '', text: '\u2190 ' + wrap.dataset.back });
        if (asked === place && document.activeElement === input) show(found, nothing);
      }).catch(function () {});
    }
    function take(option) {
      if (option.dataset.of !== undefined) browse(option.dataset.of);
      else choose(option);
    }
    function ask() {
      var typed = input.value.trim();
      asked = typed;
      if (!typed && sections) { browse(''); return; }
      if (typed.length < 2) { close(); return; }
      fetch(wrap.dataset.picker + '?q=' + encodeURIComponent(typed), { headers: { accept: 'application/json' } }).then(function (answer) {
        return answer.ok ? answer.json() : [];
      }).then(function (found) {
        if (asked !== typed || document.activeElement !== input) return;
        if (!found.length && sections) browse('', true);
        else show(found);
      }).catch(function () {});
    }
    input.addEventListener('input', function (event) {
      event.stopPropagation();
      clearTimeout(timer);
      timer = setTimeout(ask, 200);
    });
    input.addEventListener('keydown', function (event) {
      var open = !list.hidden, usable = open && list.querySelector('[id]');
      if (event.key === 'ArrowDown') { event.preventDefault(); if (usable) move(1); else ask(); }
      else if (event.key === 'ArrowUp' && usable) { event.preventDefault(); move(-1); }
      else if (event.key === 'Enter') {
        event.preventDefault();
        if (usable) take(list.children[active] || usable);
      } else if (event.key === 'Escape' && open) { event.preventDefault(); close(); }
    });
    list.addEventListener('mousedown', function (event) {
      event.preventDefault();
      var option = event.target.closest('[id]');
      if (option && option !== list) take(option);
    });
    if (opener) opener.addEventListener('click', function () { input.focus(); browse(''); });
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
