export { default as DrawQr } from './DrawQr.svelte'
export { PICTURE_MS, type QrImage, scanQr } from './scan-qr.ts'
