export { me, type Me, type OwnCase } from './me.js';
