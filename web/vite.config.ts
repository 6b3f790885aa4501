import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { packFiles } from './pack-files.ts'

export default defineConfig({
  plugins: [react(), packFiles()],
  build: {
    // The server's policy allows nothing inline, data: URLs of scripts and fonts among it.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  server: { proxy: { '/api': { target: 'http://127.0.0.1:8096', changeOrigin: true } } },
})
