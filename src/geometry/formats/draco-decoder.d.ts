/** The decoder of draco3d, without the encoder that its main file loads too. */
declare module 'draco3d/draco_decoder_nodejs.js' {
  import type { DecoderModule } from 'draco3d';
  export default function createDecoderModule(options: {
    wasmBinary: Uint8Array;
    /** Both receive the text of an abort; by default they write to the console. */
    print?: (line: string) => void;
    printErr?: (line: string) => void;
  }): Promise<DecoderModule>;
}
