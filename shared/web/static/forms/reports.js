// The preview of a report follows the form: what is chosen is shown at once, and the address keeps it.
(function () {
  'use strict';
  var form = document.querySelector('form[data-live]'), asked = 0;
  if (!form) return;
  form.addEventListener('change', function () {
    if (!form.checkValidity()) return;
    var address = form.action + '?' + new URLSearchParams(new FormData(form)), own = ++asked;
    var live = document.getElementById('live');
    live.setAttribute('aria-busy', 'true');
    fetch(address).then(function (answer) { return answer.ok ? answer.text() : ''; }).then(function (text) {
      var fresh = new DOMParser().parseFromString(text, 'text/html').getElementById('live');
      if (own !== asked) return;
      live.removeAttribute('aria-busy');
      if (!fresh) return;
      live.replaceWith(fresh);
      history.replaceState(null, '', address);
    }).catch(function () { live.removeAttribute('aria-busy'); });
  });
})();
