/** As much of snappyjs as tests compress with; it comes without types. */
declare module 'snappyjs' {
  const snappy: { compress(content: Uint8Array): Uint8Array };
  export default snappy;
}
