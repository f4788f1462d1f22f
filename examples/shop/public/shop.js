const answer = document.querySelector('#answer');

async function post(path, form) {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(Object.fromEntries(new FormData(form))),
  });
  return { ok: response.ok, text: await response.text() };
}

document.querySelector('#order').addEventListener('submit', async (event) => {
  event.preventDefault();
  const { text } = await post('orders', event.target);
  answer.textContent = text;
});

document.querySelector('#sign-in').addEventListener('submit', async (event) => {
  event.preventDefault();
  const { ok, text } = await post('sign-in', event.target);
  if (ok) location.assign('boardcast/boards/shop');
  else answer.textContent = text;
});
