/** What lib/mail.ts uses of it. */
declare module "nodemailer" {
  export type Address = { name: string; address: string };
  export type Transporter = {
    sendMail(mail: {
      from: string;
      to: Address;
      subject: string;
      text: string;
      attachments: { filename: string; content: Buffer }[];
      messageId?: string;
    }): Promise<unknown>;
  };
  export function createTransport(options: {
    url: string;
    connectionTimeout: number;
    greetingTimeout: number;
    socketTimeout: number;
    disableFileAccess: boolean;
    disableUrlAccess: boolean;
  }): Transporter;
}
