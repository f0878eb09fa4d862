export { isTold } from './story-store.js';
export { tellZonmw } from './tell-zonmw.js';
export * as zonmwStory from './zonmw-story.js';
