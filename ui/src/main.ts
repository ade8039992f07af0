import './design/fonts.css';
import './design/theme.css';
import './design/base.css';
import './design/menu.css';

import { mount } from 'svelte';

import App from './App.svelte';
import { openBackend } from './backend';
import { session } from './state/session.svelte';
import { canvasSize } from './views/frame';

const target = document.getElementById('app');
session.canvasSize = () => canvasSize(session.settings);
if (target) mount(App, { target });
void openBackend().then((backend) => session.start(backend));
