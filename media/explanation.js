// Runs in every Markdown preview; acts only on Double Lock's explanations, which carry the marker element.
(() => {
  const addButtons = () => {
    if (document.querySelector('.double-lock') === null) {
      return;
    }
    for (const block of document.querySelectorAll('pre')) {
      // Newer builds bring a button of their own.
      if (block.querySelector('.double-lock-copy, .code-block-copy-button') !== null) {
        continue;
      }
      const code = block.querySelector('code') ?? block;
      const text = code.textContent ?? '';
      const button = document.createElement('button');
      button.className = 'double-lock-copy';
      button.type = 'button';
      button.textContent = 'Copy';
      button.setAttribute('aria-label', `Copy: ${text.slice(0, 60)}`);
      const status = document.createElement('span'); // what the button shows, for a screen reader
      status.className = 'double-lock-status';
      status.setAttribute('role', 'status');
      button.addEventListener('click', async () => {
        try {
          await navigator.clipboard.writeText(text);
          button.textContent = status.textContent = 'Copied';
        } catch {
          // No clipboard here: select the block, so that Ctrl+C does it.
          getSelection()?.selectAllChildren(code);
          button.textContent = status.textContent = 'Selected: press Ctrl+C';
        }
        setTimeout(() => {
          button.textContent = 'Copy';
          status.textContent = '';
        }, 2000);
      });
      block.classList.add('double-lock-block');
      block.append(button, status);
    }
  };
  // After the preview's own scripts have run.
  const soon = () => setTimeout(addButtons, 300);
  soon();
  // The preview replaces its content in place when the document changes.
  window.addEventListener('vscode.markdown.updateContent', soon);
})();
