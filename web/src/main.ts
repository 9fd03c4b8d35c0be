import './style.css';
import { Shell } from './shell';
import { registerWorker } from './worker';

void new Shell().show();
registerWorker();
