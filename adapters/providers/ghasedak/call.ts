/** `ghasedak/call`: the vendor calls the phone and reads an approved template out. */
import { otpProvider } from "./_api/otp.ts";

export default otpProvider("call");
