/** The part of snappyjs that tests use. The package has no types. */
declare module 'snappyjs' {
  const snappy: { compress(content: Uint8Array): Uint8Array };
  export default snappy;
}
