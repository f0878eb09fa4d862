export * from './note-provenance.js';
export * from './provenance-queries.js';
export { provenanceOrigins, type FieldProvenance } from './provenance-store.js';
