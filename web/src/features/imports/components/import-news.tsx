import { Problem } from './problem.tsx'
import { dismissUpload, useUploads } from '../api/uploads.ts'
import { useImports } from '../api/use-imports.ts'

/** Uploads that did not arrive, and the newest import should it have failed. */
export function ImportNews() {
  const uploads = useUploads().filter(({ status }) => status === 'failed')
  const { data } = useImports()
  const newest = data?.pages[0]?.items[0]
  return (
    <>
      {uploads.map(({ id, name, error }) => (
        <Problem
          key={id}
          title={`${name} was not uploaded`}
          error={error}
          onDismiss={() => dismissUpload(id)}
        />
      ))}
      {newest?.status === 'failed' ? (
        <Problem title={`${newest.file} could not be read`} error={newest.error} />
      ) : undefined}
    </>
  )
}
