import { check } from './check.ts'
import { deliver } from './deliver.ts'
import { importCommand } from './import.ts'
import { plan } from './plan.ts'
import { validate } from './validate.ts'

/** In the order in which help and messages list them. */
export const COMMANDS = [validate, plan, importCommand, check, deliver] as const
