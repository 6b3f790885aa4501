import { useMutation, useQueryClient } from '@tanstack/react-query'

/** Something the server is told to do; afterwards imports, runs and state are asked for again. */
export function useOrder<T>(order: (input: T) => Promise<unknown>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: order,
    onSettled: () =>
      Promise.all(
        ['imports', 'runs', 'state', 'overview'].map((key) =>
          queries.invalidateQueries({ queryKey: [key] }),
        ),
      ),
  })
}
