import { route } from '#lib/api/route.ts'
import { AppError } from '#lib/errors/app-error.ts'

const nothing = route({
  anyQuery: true,
  handle() {
    throw new AppError('NOT_FOUND', 'There is nothing under this address.')
  },
})

// Next answers HEAD by GET.
export { nothing as DELETE, nothing as GET, nothing as OPTIONS, nothing as PATCH, nothing as POST, nothing as PUT }
