export { isTold } from './story-store.js';
export { tellZonmw } from './tell-zonmw.js';
