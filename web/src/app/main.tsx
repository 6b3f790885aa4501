import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { resumeUploads } from '../features/imports/api/uploads.ts'
import { ApiError } from './api-client.ts'
import './styles/base.css'
import './styles/controls.css'
import './styles/shell.css'
import './styles/report.css'
import './styles/findings.css'
import './styles/threads.css'
import './styles/storage.css'

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // What the server refuses for a reason will be refused again.
      retry: (failures, error) =>
        failures < 2 && !(error instanceof ApiError && error.status > 0 && error.status < 500),
    },
  },
})

void resumeUploads()

const root = document.querySelector('#root')
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <App />
      </QueryClientProvider>
    </StrictMode>,
  )
}
